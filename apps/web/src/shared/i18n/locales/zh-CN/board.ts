import type { Translation } from '../../translation.ts'
import type { board as english } from '../en/board.ts'

export const board: Translation<typeof english> = {
  rename: '重命名会话',
  edit: '编辑会话',
  menu: '此会话的操作',
  windows: '{count} 个窗口',
  running: '{total} 个窗口中 {count} 个正在回答',
  stopAll: '全部停止',
  columns: '列数',
  columnsAuto: '自动',
  columnsCount: '{count} 列',
  visible: '可见 {shown} / {count}',
  goLeft: '看左边的窗口',
  goRight: '看右边的窗口',
  noWindow: '此会话没有窗口，请在上方添加。',
  tabs: '窗口',
}
