export const messageStatuses = [
  'pending',
  'streaming',
  'done',
  'stopped',
  'error',
  'interrupted',
  'incomplete',
] as const
/** How far an answer has come: `pending` and `streaming` may still change, the others are its end. */
export type MessageStatus = (typeof messageStatuses)[number]

/** Whether an answer with this status may still change. */
export function isInFlight(status: MessageStatus): boolean {
  return status === 'pending' || status === 'streaming'
}
