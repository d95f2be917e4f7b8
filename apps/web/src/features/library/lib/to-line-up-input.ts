import type { LineUp, LineUpCreateInput, LineUpWindow, WindowConfig } from '@chatmore/api/contract'

/** What makes a line-up what it is, as the server takes it: to bring back one that was deleted or changed. */
export function toLineUpInput({ name, isDefault, columns, windows }: LineUp): LineUpCreateInput {
  return { name, isDefault, columns, windows: windows.map(toWindowConfig) }
}

/** Works for the windows of sessions, too. */
export function toWindowConfig({
  modelId,
  name,
  systemMessage,
  params,
}: Pick<LineUpWindow, 'modelId' | 'name' | 'systemMessage' | 'params'>): WindowConfig {
  return {
    modelId,
    params,
    ...(name === null ? {} : { name }),
    ...(systemMessage === null ? {} : { systemMessage }),
  }
}
