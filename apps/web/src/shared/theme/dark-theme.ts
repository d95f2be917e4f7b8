import {
  alertDark,
  buttonDark,
  cardDark,
  createTheme,
  dialogDark,
  drawerDark,
  inputDark,
  inputNumberDark,
  messageDark,
  modalDark,
  scrollbarDark,
  switchDark,
} from 'naive-ui'

/** The dark variant of the Naive UI parts in use, and of those they are made of; its whole dark theme is far larger. */
export const darkTheme = createTheme([
  alertDark,
  buttonDark,
  cardDark,
  dialogDark,
  drawerDark,
  inputDark,
  inputNumberDark,
  messageDark,
  modalDark,
  scrollbarDark,
  switchDark,
])
