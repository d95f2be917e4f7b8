const HEIGHT = 72
const LEAST_WIDTH = 48
const MOST_WIDTH = 168

/** How large an image is shown in a message, known before it loads so that nothing moves when it does, in CSS pixels. */
export function toThumbSize({ width, height }: { width?: number | undefined; height?: number | undefined }) {
  const own = width && height ? (HEIGHT * width) / height : HEIGHT
  return { width: Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, own))), height: HEIGHT }
}
