const MASK = '[redacted]'

/** What secrets look like in the words of endpoints, libraries and addresses. */
const rules: [pattern: RegExp, replacement: string][] = [
  // Keys with a telling prefix: sk-..., cm-..., gsk_..., xai-..., hf_..., AIza...
  [/\b(?:sk|pk|rk|cm|xai|gsk|hf|nvapi|tgp|fw|r8|csk|pplx|ark)[-_][\w*.…-]{6,}/gi, MASK],
  [/\bAIza[\w-]{10,}/g, MASK],
  // JSON web tokens
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, MASK],
  [/\b(bearer|basic)\s+[\w.~+/*…=-]{4,}/gi, `$1 ${MASK}`],
  [
    /((?:api[-_ ]?key|authorization|access[-_ ]?token|secret|password|passwd|cookie)(?:\s+(?:provided|is|was))?["']?\s*[:=]\s*["']?)(?!\s*\[redacted\]|bearer |basic )[^\s"',;&})]{3,}/gi,
    `$1${MASK}`,
  ],
  // User and password of an address
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${MASK}@`],
  // Whatever else is long and random enough to be a key
  [/\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{40,}\b/gi, MASK],
]

/** Takes what looks like a key, a token or a password out of a text that is to be logged or shown. */
export function redact(text: string): string {
  return rules.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text)
}
