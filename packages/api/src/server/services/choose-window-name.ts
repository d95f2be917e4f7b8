/** A window is named after its model; a second one of the same model is told apart by a number. */
export function chooseWindowName(modelName: string, taken: readonly string[]): string {
  if (!taken.includes(modelName)) return modelName
  const numbers = taken.map((_name, index) => index + 2)
  const free = numbers.find((number) => !taken.includes(`${modelName} ${number}`))
  return `${modelName} ${free}`
}
