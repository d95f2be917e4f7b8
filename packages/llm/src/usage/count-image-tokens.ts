const FIT = 2048
const SHORT_SIDE = 768
const TILE = 512
const TOKENS_OF_IMAGE = 85
const TOKENS_OF_TILE = 170

/**
 * About how many tokens an image takes, by the tiles that OpenAI counts at high detail; others count alike or less
 * (https://platform.openai.com/docs/guides/images-vision#calculating-costs).
 */
export function countImageTokens({ width, height }: { width: number; height: number }): number {
  const fitted = Math.min(1, FIT / Math.max(width, height))
  const scale = Math.min(fitted, SHORT_SIDE / Math.min(width, height))
  const tiles = Math.ceil((width * scale) / TILE) * Math.ceil((height * scale) / TILE)
  return TOKENS_OF_IMAGE + TOKENS_OF_TILE * Math.max(1, tiles)
}
