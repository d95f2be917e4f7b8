import { answer } from '@chatmore/llm/testing'
import { visitAdministration, visitLinks } from './visit-administration.ts'
import { addModels, modelNames } from './sessions.ts'
import { visitBoards, visitEmptyBoard, visitLongHistory, visitStates } from './visit-boards.ts'
import { visitCompare } from './visit-compare.ts'
import { visitFiles } from './visit-files.ts'
import { visitCatchUp, visitHistories } from './visit-histories.ts'
import { visitLibrary, visitLineUps, visitStarts, visitTemplates } from './visit-library.ts'
import { visitSettings, visitTroubles } from './visit-settings.ts'
import { visitDoors, visitStart } from './visit-start.ts'
import { visitLayouts, visitWindows } from './visit-windows.ts'
import type { Visit } from './visit.ts'

type Stop = readonly [name: string, visit: () => Promise<void>]

/** The models of the tour, each with an answer of its own. */
export async function prepareModels(visit: Visit): Promise<string[]> {
  const ids = await addModels(visit, modelNames)
  const script = (at: number) =>
    answer({
      text: [visit.words.answers[at % visit.words.answers.length]!],
      usage: { prompt_tokens: 184 + at, completion_tokens: 230 + 41 * at },
      ...(at % 3 === 1 ? { reasoning: [visit.words.thought] } : {}),
    })
  modelNames.forEach((name, at) => {
    visit.upstream.on(name.toLowerCase().replaceAll(' ', '-'), script(at))
  })
  return [...ids.values()]
}

/**
 * Goes through every page, dialog and state once, from the first account on. `counts`: boards of how many windows. What
 * keeps one part from being seen does not keep the others: the parts that failed come back, with their errors.
 */
export async function takeTour(visit: Visit, counts: readonly number[]): Promise<string[]> {
  await visitStart(visit)
  const modelIds = await prepareModels(visit)
  const boards = await visitBoards(visit, modelIds, counts)
  const many = boards.at(-1)!
  const few = boards.find(({ windows }) => windows.length > 2) ?? many
  return visitEach([
    ['library', () => visitLibrary(visit, few, modelIds)],
    ['line-ups', () => visitLineUps(visit, few, modelIds)],
    ['starts', () => visitStarts(visit)],
    ['templates', () => visitTemplates(visit, few)],
    ['compare', () => visitCompare(visit, few, modelIds)],
    ['windows', () => visitWindows(visit, few)],
    ['layouts', () => visitLayouts(visit, few)],
    ['histories', () => visitHistories(visit, modelIds)],
    ['catch-up', () => visitCatchUp(visit, modelIds)],
    ['files', () => visitFiles(visit, modelIds)],
    ['long history', () => visitLongHistory(visit, boards[0]!)],
    ['empty board', () => visitEmptyBoard(visit, modelIds)],
    ['settings', () => visitSettings(visit)],
    ['administration', () => visitAdministration(visit)],
    ['states', () => visitStates(visit)],
    ['troubles', () => visitTroubles(visit, few)],
    ['doors', () => visitDoors(visit)],
    ['links', () => visitLinks(visit)],
  ])
}

async function visitEach(stops: readonly Stop[]): Promise<string[]> {
  const failures: string[] = []
  for (const [name, visit] of stops) {
    try {
      await visit()
    } catch (error) {
      failures.push(`${name}: ${String(error)}`)
    }
  }
  return failures
}
