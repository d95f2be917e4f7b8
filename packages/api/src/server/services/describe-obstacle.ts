import type { DemoMode } from '../context.ts'

/** Why a model cannot be called now, to be read after its name, or null. */
export function describeObstacle(
  model: { enabled: boolean; isDemo: boolean; isPermitted?: boolean; removed?: boolean },
  demo: DemoMode,
): string | null {
  if (model.removed) return 'was removed'
  if (model.isPermitted === false) return 'is not for you to use'
  if (!model.enabled) return 'is disabled'
  return model.isDemo && demo === 'off' ? 'is a demo model, and these are switched off' : null
}
