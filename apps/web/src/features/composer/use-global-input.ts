import { isBlank, type ChatWindow, type Session } from '@chatmore/api/contract'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useConnection } from '../../stores/connection.ts'
import { useAttachments } from '../attachment/use-attachments.ts'
import { useSessionMessages } from '../message/session-messages.ts'
import { chooseTargets, type Reach } from './lib/choose-targets.ts'
import { toDraftKey } from './drafts-store.ts'
import { useSessionOutbox } from './session-outbox.ts'
import { useOnlyTarget } from './target-store.ts'
import { useDraft } from './use-draft.ts'

/** What the shared box of a session would do with its text now, and why it may not. */
export function useGlobalInput(session: () => Session) {
  const { t } = useI18n()
  const messages = useSessionMessages()
  const outbox = useSessionOutbox()
  const onlyTarget = useOnlyTarget()
  const connection = useConnection()
  const draftKey = computed(() => toDraftKey(session().id, null))
  const text = useDraft(() => draftKey.value)
  const attachments = useAttachments(() => draftKey.value)

  const isFirst = computed(() => !session().initialBroadcastDone && outbox.pendingWindowIds.value.size === 0)
  const isSingle = computed({
    get: () => !isFirst.value && onlyTarget.get(session().id) !== null,
    set: (isNow) => onlyTarget.set(session().id, isNow ? (session().windows[0]?.id ?? null) : null),
  })
  const targets = computed(() =>
    chooseTargets({
      windows: session().windows,
      isFirst: isFirst.value,
      onlyWindowId: onlyTarget.get(session().id),
    }),
  )
  const reachedIds = computed(() => new Set(targets.value.windows.map((window) => window.id)))
  const running = computed(() =>
    targets.value.windows.filter(({ id }) => messages.runningWindowIds.value.includes(id)),
  )
  const isPending = computed(() =>
    targets.value.windows.some(({ id }) => outbox.pendingWindowIds.value.has(id)),
  )
  const isCutOff = computed(() => connection.problem !== null)
  const blocked = useObstacle({ reach: () => targets.value.reach, running, isPending, isCutOff, session })
  const obstacle = computed(() => blocked.value ?? attachments.obstacle.value)
  const hasContent = computed(() => !isBlank(text.value) || attachments.attached.value.length > 0)
  const canSend = computed(() => obstacle.value === null && hasContent.value)

  function submit(): void {
    if (!canSend.value) return
    outbox.post({
      content: text.value,
      attachments: attachments.attached.value,
      windowIds: targets.value.windowIds,
      targets: targets.value.windows,
      draftKey: draftKey.value,
    })
    attachments.settle()
  }

  const label = computed(() => toLabel(targets.value.reach, t))
  function target(windowId: string): void {
    onlyTarget.set(session().id, windowId)
  }

  const note = computed(() => {
    if (obstacle.value !== null) return obstacle.value
    if (isCutOff.value && hasContent.value) return t('composer.sentLater')
    return isFirst.value ? t('composer.firstHint') : ''
  })

  return {
    ...{ text, attachments, targets, isFirst, isSingle, reachedIds },
    ...{ obstacle, note, canSend, label, target, submit },
  }
}

type Translate = ReturnType<typeof useI18n>['t']

/** What the button will do is on the button. */
function toLabel(reach: Reach, t: Translate): string {
  switch (reach.kind) {
    case 'some':
      return t('composer.sendToSome', { count: reach.count, total: reach.total })
    case 'one':
      return t('composer.sendToOne', { name: reach.name })
    default:
      return t('composer.sendToAll')
  }
}

interface ObstacleParts {
  reach: () => Reach
  running: ComputedRef<ChatWindow[]>
  isPending: ComputedRef<boolean>
  /** What is sent now lines up behind what is not done. */
  isCutOff: ComputedRef<boolean>
  session: () => Session
}

/** Why it cannot be sent now; null when it can. */
function useObstacle({ reach, running, isPending, isCutOff, session }: ObstacleParts) {
  const { t } = useI18n()
  return computed(() => {
    if (session().windows.length === 0) return t('composer.noWindow')
    if (reach().kind === 'none') return t('composer.noTarget')
    if (isCutOff.value) return null
    if (isPending.value) return t('composer.pending')
    const [first, ...rest] = running.value
    if (!first) return null
    return rest.length === 0
      ? t('composer.busyOne', { name: first.name })
      : t('composer.busySome', { count: running.value.length })
  })
}
