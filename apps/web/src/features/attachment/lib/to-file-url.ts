/** Where the bytes of a file are. */
export function toFileUrl({ id }: { id: string }): string {
  return `/files/${id}`
}
