/** A name that none of the others has: pasted images are all called "image.png". */
export function toFreeName(name: string, taken: readonly string[]): string {
  const dot = name.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  let free = name
  for (let number = 2; taken.includes(free); number++) free = `${stem}-${number}${ending}`
  return free
}
