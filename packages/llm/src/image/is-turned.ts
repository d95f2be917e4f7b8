const EXIF = 'Exif\0\0'
const ORIENTATION = 0x0112
const ENTRY_BYTES = 12

/** Whether a photo's Exif data has it shown turned by a quarter: then its sides are exchanged. */
export function isTurned(segment: Buffer): boolean {
  if (segment.toString('latin1', 0, EXIF.length) !== EXIF) return false
  const tiff = segment.subarray(EXIF.length)
  if (tiff.length < 8) return false
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => {
    if (at + 2 > tiff.length) return 0
    return isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  }
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let index = 0; index < short(directory); index++) {
    const entry = directory + 2 + index * ENTRY_BYTES
    if (entry + ENTRY_BYTES > tiff.length) return false
    if (short(entry) === ORIENTATION) return short(entry + 8) >= 5 && short(entry + 8) <= 8
  }
  return false
}
