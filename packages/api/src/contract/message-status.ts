export const messageStatuses = [
  'pending',
  'streaming',
  'done',
  'stopped',
  'error',
  'interrupted',
  'incomplete',
] as const
export type MessageStatus = (typeof messageStatuses)[number]

/** Whether an answer with this status may still change. */
export function isInFlight(status: MessageStatus): boolean {
  return status === 'pending' || status === 'streaming'
}
