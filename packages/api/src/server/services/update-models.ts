import { updateModelConfig } from '@chatmore/db'
import type { ModelConfig, ModelUpdateManyInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { MAX_MODEL_TAGS } from '../../contract/index.ts'
import { changeModelAccess } from './change-model-access.ts'
import { readModelConfig } from './read-model-config.ts'
import { requireModel } from './require-model.ts'

type Parts = Pick<Dependencies, 'database'>

/** Makes the change to one of the models. What tags it has depends on what it had. Call it in a transaction. */
export async function changeOneOfMany(
  { database }: Parts,
  id: string,
  { ids: _ids, group, addTags = [], removeTags = [], access, ...change }: ModelUpdateManyInput,
): Promise<ModelConfig> {
  const { name, tags } = await requireModel({ database }, id)
  const changed = mixTags(tags, addTags, removeTags)
  if (changed.length > MAX_MODEL_TAGS) {
    throw invalidInput({ addTags: `would give ${name} more than ${MAX_MODEL_TAGS} tags` })
  }
  await updateModelConfig(database, { id }, { ...change, groupName: group, tags: changed })
  await changeModelAccess(database, id, access)
  return readModelConfig({ database }, id)
}

function mixTags(tags: string[], added: string[], removed: string[]): string[] {
  const isIn = (list: string[]) => (tag: string) =>
    list.some((each) => each.toLowerCase() === tag.toLowerCase())
  const kept = tags.filter((tag) => !isIn(removed)(tag))
  return [...kept, ...added.filter((tag) => !isIn(kept)(tag))]
}
