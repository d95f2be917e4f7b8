/** Families of models that are sent images by their providers' own documentation, by how their names begin or what they hold. */
const families = [
  /^(?:gpt-(?:4o|4\.[1-9]|4-turbo|[5-9])|chatgpt-4o|o[134]|claude-|gemini-|gemma-?[34]|grok-[4-9])/,
  /^(?:llama-?4|pixtral|mistral-(?:medium|small)-(?:3|2[5-9])|phi-[4-9]-multimodal|kimi-(?:latest|k2\.[5-9]))/,
  /(?:^|[^a-z])(?:vl|vision|llava|multimodal|omni)(?:[^a-z]|$)|-vl\d*|\dv(?:[^a-z]|$)/,
]
/** Of these families alone, models that read text only. */
const textOnly =
  /(?:embedding|whisper|tts|audio|realtime|instruct-0914|^o1-mini|^o1-preview|^o3-mini|^claude-(?:2|instant))/

/** Whether a model probably sees images, judged by its name at the provider; whoever sets it up has the last word. */
export function seesImages(model: string): boolean {
  // "anthropic/claude-sonnet-4-5" or "models/gemini-2.5-pro"
  const name = model.toLowerCase().split('/').at(-1) ?? ''
  return !textOnly.test(name) && families.some((family) => family.test(name))
}
