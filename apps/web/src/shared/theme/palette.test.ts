import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { palettes, type ThemeName } from './palette.ts'

const css = readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8')
const blocks: Record<ThemeName, string> = {
  light: css.slice(0, css.indexOf("[data-theme='dark']")),
  dark: css.slice(css.indexOf("[data-theme='dark']")),
}

function variableOf(theme: ThemeName, name: string): string | undefined {
  return new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(blocks[theme])?.[1]
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(color: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const palette = palettes[theme]

  it('has the same colours in its CSS variables as in the palette', () => {
    for (const [name, color] of Object.entries(palette)) {
      const variable = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      expect([name, variableOf(theme, variable)]).toEqual([name, color])
    }
  })

  it.each(['text', 'dim', 'accent', 'good', 'warn', 'bad'] as const)('can be read: %s', (name) => {
    for (const ground of [palette.page, palette.surface, palette.raised]) {
      expect(contrast(palette[name], ground)).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('can be read on what acts', () => {
    for (const ground of [palette.accent, palette.accentHover, palette.accentPressed]) {
      expect(contrast(palette.onAccent, ground)).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('shows where a field is', () => {
    expect(contrast(palette.lineStrong, palette.surface)).toBeGreaterThanOrEqual(3)
  })

  it('has eight hues that stand out from a window', () => {
    const hues = Array.from({ length: 8 }, (_, at) => variableOf(theme, `hue-${at + 1}`) ?? '')
    expect(new Set(hues).size).toBe(8)
    for (const hue of hues) expect(contrast(hue, palette.surface)).toBeGreaterThanOrEqual(3)
  })
})
