/** The longest message content that a person may send, in UTF-16 units. */
export const MAX_CONTENT_LENGTH = 200_000

const INVISIBLE = /[\s\p{Cf}\u2800\u3164\u115F\u1160\uFFA0]/gu
// eslint-disable-next-line no-control-regex -- control characters are what this removes; tab and line breaks stay
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g

/** Drops control characters and replaces lone surrogates, so that what is stored is what every reader can show. */
export function cleanText(text: string): string {
  return text
    .replace(CONTROL, '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
}

/** Whether a text has nothing that a person could see. */
export function isBlank(text: string): boolean {
  return text.replace(INVISIBLE, '') === ''
}
