import type { GlobalThemeOverrides } from 'naive-ui'
import { palettes, type Palette, type ThemeName } from './palette.ts'

const FONT = `system-ui, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif`
const FONT_CODE = `ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace`

/** A finger needs more room than a pointer; iOS zooms into fields of smaller text than 16 px. */
const sizes = window.matchMedia('(pointer: coarse)').matches
  ? { small: '36px', medium: '44px', large: '48px', fieldText: '16px' }
  : { small: '28px', medium: '32px', large: '38px', fieldText: '13px' }

const shape = {
  fontFamily: FONT,
  fontFamilyMono: FONT_CODE,
  fontSize: '13px',
  fontSizeSmall: '13px',
  fontSizeMedium: '13px',
  fontSizeLarge: '14px',
  borderRadius: '7px',
  borderRadiusSmall: '5px',
  heightSmall: sizes.small,
  heightMedium: sizes.medium,
  heightLarge: sizes.large,
}

/** What Naive UI's parts look like. Components set no colour, radius or size of their own. */
export const themeOverrides: Record<ThemeName, GlobalThemeOverrides> = {
  light: toOverrides(palettes.light),
  dark: toOverrides(palettes.dark),
}

function toOverrides(palette: Palette): GlobalThemeOverrides {
  return {
    common: { ...commonColors(palette), ...shape },
    Button: buttons(palette),
    Input: {
      ...fieldFrame(palette),
      color: palette.surface,
      colorFocus: palette.surface,
      fontSizeMedium: sizes.fieldText,
    },
    Card: { borderRadius: '10px', color: palette.raised, colorModal: palette.raised },
    Drawer: { color: palette.raised, borderRadius: '0' },
    Message: { borderRadius: '9px', color: palette.raised, maxWidth: '560px' },
    Skeleton: { color: palette.line, colorEnd: palette.page },
    Switch: { railColorActive: palette.accent },
  }
}

function commonColors(palette: Palette): NonNullable<GlobalThemeOverrides['common']> {
  return {
    bodyColor: palette.page,
    cardColor: palette.surface,
    modalColor: palette.raised,
    popoverColor: palette.raised,
    tableColor: palette.surface,
    inputColor: palette.surface,
    borderColor: palette.line,
    dividerColor: palette.line,
    textColorBase: palette.text,
    textColor1: palette.text,
    textColor2: palette.text,
    textColor3: palette.dim,
    placeholderColor: palette.dim,
    iconColor: palette.dim,
    primaryColor: palette.accent,
    primaryColorHover: palette.accentHover,
    primaryColorPressed: palette.accentPressed,
    primaryColorSuppl: palette.accentHover,
    ...stateColor('success', palette.good),
    ...stateColor('warning', palette.warn),
    ...stateColor('error', palette.bad),
    ...stateColor('info', palette.accent),
  }
}

function stateColor(state: 'success' | 'warning' | 'error' | 'info', color: string) {
  return {
    [`${state}Color`]: color,
    [`${state}ColorHover`]: color,
    [`${state}ColorPressed`]: color,
    [`${state}ColorSuppl`]: color,
  }
}

function buttons(palette: Palette): GlobalThemeOverrides['Button'] {
  return {
    fontWeight: '500',
    border: `1px solid ${palette.frame}`,
    textColorPrimary: palette.onAccent,
    textColorHoverPrimary: palette.onAccent,
    textColorPressedPrimary: palette.onAccent,
    textColorFocusPrimary: palette.onAccent,
    textColorDisabledPrimary: palette.onAccent,
    textColorError: palette.surface,
    textColorHoverError: palette.surface,
    textColorPressedError: palette.surface,
    textColorFocusError: palette.surface,
  }
}

/** A field's frame reaches 3:1 against the page, so that where to type is seen without hovering. */
function fieldFrame(palette: Palette) {
  return { border: `1px solid ${palette.lineStrong}`, borderRadius: '7px' }
}
