/**
 * The colours of both themes. Naive UI computes with them, so it needs the values; everything else uses the CSS
 * variables of tokens.css, which carry the same values (palette.test.ts holds the two together).
 */
export interface Palette {
  page: string
  surface: string
  raised: string
  line: string
  /** The frame of a button. */
  frame: string
  lineStrong: string
  text: string
  dim: string
  accent: string
  accentHover: string
  accentPressed: string
  onAccent: string
  good: string
  warn: string
  bad: string
}

export const palettes = {
  light: {
    page: '#f6f7f9',
    surface: '#ffffff',
    raised: '#ffffff',
    line: '#e4e7ec',
    frame: '#d3d9e2',
    lineStrong: '#8a93a3',
    text: '#1a1d23',
    dim: '#5d6778',
    accent: '#3457d5',
    accentHover: '#2b49b8',
    accentPressed: '#233c99',
    onAccent: '#ffffff',
    good: '#15803d',
    warn: '#a15c07',
    bad: '#c2272d',
  },
  dark: {
    page: '#0f1115',
    surface: '#16191f',
    raised: '#1d2129',
    line: '#262b33',
    frame: '#3a4250',
    lineStrong: '#6b7484',
    text: '#e6e8ec',
    dim: '#949cab',
    accent: '#8ea5ff',
    accentHover: '#a6b8ff',
    accentPressed: '#7790f5',
    onAccent: '#10131c',
    good: '#4ac47d',
    warn: '#e2a53b',
    bad: '#ff8080',
  },
} as const satisfies Record<string, Palette>

export type ThemeName = keyof typeof palettes
