/** Texts longer than this are measured on samples: counting 1 MB would hold up the process. */
const MAX_COUNTED = 64_000
const SAMPLES = 4

/**
 * Counts a text's tokens by the o200k vocabulary, which is loaded at the first call. An estimate: models other than
 * OpenAI's cut text differently, and of a very long text only samples are counted.
 */
export async function countTokens(text: string): Promise<number> {
  if (text === '') return 0
  const { countTokens: count } = await import('gpt-tokenizer/encoding/o200k_base')
  const encode = { disallowedSpecial: new Set<string>() }
  const samples = takeSamples(text)
  const sampled = samples.reduce((sum, sample) => sum + sample.length, 0)
  const tokens = samples.reduce((sum, sample) => sum + count(sample, encode), 0)
  return Math.round((tokens * text.length) / sampled)
}

function takeSamples(text: string): string[] {
  if (text.length <= MAX_COUNTED) return [text]
  const length = MAX_COUNTED / SAMPLES
  const step = (text.length - length) / (SAMPLES - 1)
  return Array.from({ length: SAMPLES }, (_, index) => text.slice(index * step, index * step + length))
}
