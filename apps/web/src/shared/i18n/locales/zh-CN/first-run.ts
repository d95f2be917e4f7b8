import type { Translation } from '../../translation.ts'
import type { firstRun as english } from '../en/first-run.ts'

export const firstRun: Translation<typeof english> = {
  title: '一个问题，多个模型，并排回答',
  lead: '选择如何开始，之后随时可以换另一种方式。',
  providerTitle: '使用自己的模型',
  providerLead:
    '支持 OpenAI、Anthropic、DeepSeek、Ollama 以及任何兼容 OpenAI 格式的服务，需要密钥或本地服务。',
  addProvider: '添加服务商',
  demoTitle: '先随便看看',
  demoLead: '演示模型会流式输出虚构的回答，无需密钥，也不产生费用。',
  tryDemo: '试用演示模型',
  stepProvider: '服务商与密钥',
  connect: '连接并列出模型',
  stepModels: '要提供的模型',
  searchModels: '搜索这些模型',
  noneListed: '服务商没有列出模型，请在下方输入模型名称。',
  isAdded: '已在列表中',
  pricesAsOf: '价格截至 {day}，服务商随时可能调整，请核对。',
  otherModel: '未列出的模型',
  addModels: '测试并添加 {count} 个模型',
  addAnyway: '仍然添加',
  added: '已添加 {count} 个模型。',
}
