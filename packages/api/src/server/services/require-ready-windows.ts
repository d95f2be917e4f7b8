import type { TargetWindow } from '@chatmore/db'
import type { DemoMode } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { describeObstacle } from './describe-obstacle.ts'

type ReadyWindow = Pick<TargetWindow, 'id' | 'name' | 'model' | 'runningMessageId'>

/** Throws where a window's model cannot be called, or the window is answering still. */
export function requireReadyWindows(windows: ReadyWindow[], demo: DemoMode): void {
  const blocked = windows.filter(({ model }) => describeObstacle(model, demo) !== null)
  if (blocked.length > 0) throw modelUnavailable(blocked, demo)
  const busy = windows.filter((window) => window.runningMessageId !== null)
  if (busy.length > 0) throw windowBusy(busy)
}

/** Names each window and what is the matter with its model. */
export function modelUnavailable(
  windows: Pick<ReadyWindow, 'id' | 'name' | 'model'>[],
  demo: DemoMode,
): AppError {
  const sentences = windows.map(({ id, name, model }) => {
    // Whoever may not use a model any more learns nothing new of it.
    if (!model.isPermitted)
      return [`windows.${id}`, `${name}: its model is no longer for you to use`] as const
    const obstacle = describeObstacle(model, demo) ?? 'cannot be called'
    return [`windows.${id}`, `${name}: the model ${model.name} ${obstacle}`] as const
  })
  const message = sentences.map(([, sentence]) => sentence).join('; ')
  return new AppError('MODEL_UNAVAILABLE', message, { fields: Object.fromEntries(sentences) })
}

/** Names each window and the answer that it is busy with. */
export function windowBusy(windows: Pick<ReadyWindow, 'id' | 'runningMessageId'>[]): AppError {
  const rule = windows
    .map(({ id, runningMessageId }) => `${id} is still answering ${runningMessageId}`)
    .join('; ')
  return new AppError('WINDOW_BUSY', 'a window is still answering: wait for it or stop it', {
    fields: { windowIds: rule },
  })
}
