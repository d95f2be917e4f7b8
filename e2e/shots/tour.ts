import { answer } from '@chatmore/llm/testing'
import { addModels, modelNames } from './sessions.ts'
import { visitBoards, visitEmptyBoard, visitLongHistory, visitStates } from './visit-boards.ts'
import { visitCompare } from './visit-compare.ts'
import { visitLibrary, visitStarts, visitTemplates } from './visit-library.ts'
import { visitSettings, visitTroubles } from './visit-settings.ts'
import { visitDoors, visitStart } from './visit-start.ts'
import { visitHistories, visitLayouts, visitWindows } from './visit-windows.ts'
import type { Visit } from './visit.ts'

/** Goes through every page, dialog and state once, from the first account on. `counts`: boards of how many windows. */
export async function takeTour(visit: Visit, counts: readonly number[]): Promise<void> {
  await visitStart(visit)
  const ids = await addModels(visit, modelNames)
  const modelIds = [...ids.values()]
  const script = (at: number) =>
    answer({
      text: [visit.words.answers[at % visit.words.answers.length]!],
      usage: { prompt_tokens: 184 + at, completion_tokens: 230 + 41 * at },
      ...(at % 3 === 1 ? { reasoning: [visit.words.thought] } : {}),
    })
  modelNames.forEach((name, at) => {
    visit.upstream.on(name.toLowerCase().replaceAll(' ', '-'), script(at))
  })
  const boards = await visitBoards(visit, modelIds, counts)
  const many = boards.at(-1)!
  const few = boards.find(({ windows }) => windows.length > 2) ?? many
  await visitLibrary(visit, few, modelIds)
  await visitStarts(visit, modelIds)
  await visitTemplates(visit, few)
  await visitCompare(visit, few, modelIds)
  await visitWindows(visit, few)
  await visitLayouts(visit, few)
  await visitHistories(visit, modelIds)
  await visitLongHistory(visit, boards[0]!)
  await visitEmptyBoard(visit, modelIds)
  await visitSettings(visit)
  await visitStates(visit)
  await visitTroubles(visit, few)
  await visitDoors(visit)
}
