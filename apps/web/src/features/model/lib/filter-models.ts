interface Found {
  name: string
  model: string
  provider: string
  group: string | null
  tags: readonly string[]
}

/** The models whose names, group or tags hold each word of the text, and which have the tag. */
export function filterModels<Model extends Found>(
  models: readonly Model[],
  text: string,
  tag: string | null = null,
): Model[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return models.filter((model) => {
    const { name, model: id, provider, group, tags } = model
    const all = [name, id, provider, group ?? '', ...tags].join(' ').toLowerCase()
    return words.every((word) => all.includes(word)) && (tag === null || tags.includes(tag))
  })
}

/** Every tag that one of them has, once, by the alphabet. */
export function listTags(models: readonly { tags: readonly string[] }[]): string[] {
  return [...new Set(models.flatMap(({ tags }) => tags))].sort((one, other) => one.localeCompare(other))
}
