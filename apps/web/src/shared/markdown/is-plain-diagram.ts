/** A longer source stays text: laying it out would hold up the page. */
const MAX_LENGTH = 20_000

/**
 * What would have the browser fetch or run something while a diagram is laid out, where it is not an image yet: pictures,
 * styles of its own, and HTML in labels, also when it is written in character references. Line breaks are harmless.
 */
const REFUSED = [
  /\bimg\s*:/i,
  /url\s*\(/i,
  /@import/i,
  /themeCSS/i,
  /(?<!<)<(?!br\s*\/?>)[a-z!/]/i,
  /&(?:lt|#)/i,
  /#(?:lt|\d+|x[\da-f]+);/i,
]

/** Whether a diagram's source may be laid out in the page. The content security policy refuses what this overlooks. */
export function isPlainDiagram(source: string): boolean {
  return source.length <= MAX_LENGTH && !REFUSED.some((pattern) => pattern.test(source))
}
