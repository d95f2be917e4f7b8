import { installPortkey, PORTKEY, type InstalledPortkey } from '../../targets/portkey.ts'
import { interleave } from '../interleave.ts'
import { openStage, type Stage } from '../open-stage.ts'
import type { Part, PartContext } from '../part.ts'
import { measureFirstTokens } from './first-tokens.ts'
import { describeRelay, type RelayFigures } from './describe-relay.ts'

const READERS = 20
const WINDOWS = 10
const RATE = 100
/** Of them at saturation, with 50 streams. */
const FLOODING_READERS = 5

/** What the relay costs beside a pipe that keeps nothing, and beside another gateway. */
export const measureRelay: Part = async (context) => {
  const portkey = await tryToInstall(context)
  const names = portkey
    ? (['direct', 'pipe', 'portkey', 'relay'] as const)
    : (['direct', 'pipe', 'relay'] as const)
  const stage = await openStage({ cores: context.cores, names, portkey, readers: READERS, windows: WINDOWS })
  const figures = await measure(stage, context)
  await stage.close()
  return describeRelay(figures, { isQuick: context.isQuick, hasPortkey: portkey !== null })
}

async function measure(stage: Stage, context: PartContext): Promise<RelayFigures> {
  const tokens = context.isQuick ? 400 : 1000
  const floodMs = context.isQuick ? 1500 : 4000
  const firstTokens = await measureFirstTokens(stage, context)
  const between = withTargets(stage, Infinity)
  const paced = await interleave({ stage: between, context, order: { tokens, rate: RATE } })
  const few = withTargets(stage, FLOODING_READERS)
  const flooded = await interleave({ stage: few, context, order: { tokens: 300_000, rate: 0 }, floodMs })
  return { firstTokens, paced, flooded }
}

/** Those that stand between, each with so many of its readers. */
function withTargets(stage: Stage, readers: number): Stage {
  const targets = stage.targets.filter(({ name }) => name !== 'direct')
  const kept = targets.map((target) => [target, stage.readers.get(target)?.slice(0, readers) ?? []] as const)
  return { ...stage, targets, readers: new Map(kept) }
}

async function tryToInstall({ print }: PartContext): Promise<InstalledPortkey | null> {
  try {
    return await installPortkey()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    print(`  ${PORTKEY} could not be installed, so that nothing is compared with it:\n${reason}`)
    return null
  }
}
