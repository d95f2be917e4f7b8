/** The ids with one moved a place to the left or right; the same ids where it is at the edge already. */
export function moveWindow(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id)
  const to = from + by
  if (from < 0 || to < 0 || to >= ids.length) return [...ids]
  const moved = ids.filter((each) => each !== id)
  moved.splice(to, 0, id)
  return moved
}
