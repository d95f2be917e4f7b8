import type { DemoMode } from '../context.ts'

/** Why a model cannot be called now, to be read after its name, or null. */
export function describeObstacle(
  model: { enabled: boolean; isDemo: boolean; removed?: boolean },
  demo: DemoMode,
): string | null {
  if (model.removed) return 'was removed'
  if (!model.enabled) return 'is disabled'
  return model.isDemo && demo === 'off' ? 'is a demo model, and these are switched off' : null
}
