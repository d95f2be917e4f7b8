import { fileURLToPath } from 'node:url'

export const shotsFolder = fileURLToPath(new URL('../results/shots', import.meta.url))

export const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 820, height: 1180 },
  wide: { width: 1440, height: 900 },
  huge: { width: 2560, height: 1300 },
}

export const themes = ['light', 'dark'] as const
