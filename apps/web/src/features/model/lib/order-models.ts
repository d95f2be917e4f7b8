/** What decides where a model stands in a list. */
export interface Placed {
  id: string
  group: string | null
}

/** Models under one heading; those without one stand together, too. */
export interface ModelGroup<Model> {
  name: string | null
  models: Model[]
}

/** A group stands where its first model does. */
export function groupModels<Model extends Placed>(models: readonly Model[]): ModelGroup<Model>[] {
  const groups = new Map<string | null, Model[]>()
  for (const model of models) groups.set(model.group, [...(groups.get(model.group) ?? []), model])
  return [...groups].map(([name, members]) => ({ name, models: members }))
}

/** The ids in their new order, where a model goes one place up or down within its group; null at its end. */
export function moveModel(models: readonly Placed[], id: string, by: -1 | 1): string[] | null {
  const groups = groupModels(models)
  const group = groups.find((each) => each.models.some((model) => model.id === id))
  const at = group?.models.findIndex((model) => model.id === id) ?? -1
  if (!group || !swap(group.models, at, at + by)) return null
  return flatten(groups)
}

/** The same for a whole group among the others. */
export function moveGroup(models: readonly Placed[], name: string | null, by: -1 | 1): string[] | null {
  const groups = groupModels(models)
  const at = groups.findIndex((group) => group.name === name)
  return swap(groups, at, at + by) ? flatten(groups) : null
}

/** Where one model is let go of: before or after another one of its group. */
export interface DropPlace {
  id: string
  isAfter: boolean
}

/** The ids in their new order; null where nothing moves. */
export function dropModel(models: readonly Placed[], id: string, place: DropPlace): string[] | null {
  const groups = groupModels(models)
  const group = groups.find((each) => each.models.some((model) => model.id === id))
  const moved = group?.models.find((model) => model.id === id)
  if (!group || !moved || id === place.id) return null
  const others = group.models.filter((model) => model !== moved)
  const at = others.findIndex((model) => model.id === place.id)
  if (at < 0) return null
  const before = flatten(groups).join()
  group.models = others.toSpliced(place.isAfter ? at + 1 : at, 0, moved)
  const after = flatten(groups)
  return after.join() === before ? null : after
}

function swap(list: unknown[], one: number, other: number): boolean {
  if (one < 0 || other < 0 || other >= list.length) return false
  const kept = list[one]
  list[one] = list[other]
  list[other] = kept
  return true
}

function flatten(groups: ModelGroup<Placed>[]): string[] {
  return groups.flatMap(({ models }) => models.map(({ id }) => id))
}
