import type { Translation } from '../../translation.ts'
import type { composer as english } from '../en/composer.ts'

export const composer: Translation<typeof english> = {
  messageAll: '发送给全部窗口的消息',
  messageWindow: '发送给此窗口的消息',
  allPlaceholder: '给全部窗口发消息',
  singlePlaceholder: '只给一个窗口发消息',
  windowPlaceholder: '只发送给 {name}',
  send: '仅发送到此窗口',
  sendToAll: '发送给全部窗口',
  sendToSome: '发送给 {count} / {total} 个窗口',
  sendToOne: '发送给 {name}',
  targets: '发送对象',
  mode: '发送方式',
  broadcast: '广播',
  single: '单个窗口',
  firstHint: '第一条消息会发给全部窗口。',
  noWindow: '请先添加一个窗口。',
  noTarget: '没有窗口接收公共输入，请至少打开一个。',
  pending: '上一条消息正在发送。',
  sentLater: '连接已断开，恢复后会自动发送。',
  busyOne: '{name} 还在回答。',
  busySome: '还有 {count} 个窗口在回答。',
  busyHere: '还在回答，可以停止或稍等。',
  examples: '示例',
  example: {
    code: '用 TypeScript 写一个按键分组列表的函数，并附上测试。',
    compare: '用表格比较在数据库里存储金额的三种方式。',
    write: '用五句话给十岁的孩子讲清楚天空为什么是蓝色的。',
  },
}
