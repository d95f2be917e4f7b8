/**
 * The files of what is pasted or dropped. Office programs put a picture of the text beside the text itself, formatted and
 * plain: then the text is meant.
 */
export function pickPastedFiles(data: Pick<DataTransfer, 'files' | 'types'> | null): File[] {
  if (!data || (data.types.includes('text/plain') && data.types.includes('text/html'))) return []
  return [...data.files]
}
