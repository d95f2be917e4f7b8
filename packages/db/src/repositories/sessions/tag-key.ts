/** What makes two tags the same. */
export function toTagKey(tag: string): string {
  return tag.normalize('NFC').toLowerCase()
}
