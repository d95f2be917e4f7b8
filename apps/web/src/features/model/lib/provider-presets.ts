/** A well-known endpoint in the OpenAI format. `models` are names to begin with, not all that there are. */
export interface ProviderPreset {
  id: string
  label: string
  apiBase: string
  models: string[]
  isLocal?: boolean
  /** Where a person gets a key. */
  keyUrl?: string
}

/** The provider of an endpoint that is none of the well-known ones. */
export const OTHER_PROVIDER = 'other'

export const providerPresets: readonly ProviderPreset[] = [
  {
    id: 'openai',
    label: 'OpenAI',
    apiBase: 'https://api.openai.com/v1',
    models: ['gpt-5', 'gpt-5-mini', 'gpt-4.1'],
    keyUrl: 'https://platform.openai.com/api-keys',
  },
  {
    id: 'anthropic',
    label: 'Anthropic',
    apiBase: 'https://api.anthropic.com/v1',
    models: ['claude-opus-4-1', 'claude-sonnet-4-5', 'claude-haiku-4-5'],
    keyUrl: 'https://console.anthropic.com/settings/keys',
  },
  {
    id: 'gemini',
    label: 'Google Gemini',
    apiBase: 'https://generativelanguage.googleapis.com/v1beta/openai',
    models: ['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.5-flash-lite'],
    keyUrl: 'https://aistudio.google.com/apikey',
  },
  {
    id: 'deepseek',
    label: 'DeepSeek',
    apiBase: 'https://api.deepseek.com/v1',
    models: ['deepseek-chat', 'deepseek-reasoner'],
    keyUrl: 'https://platform.deepseek.com/api_keys',
  },
  {
    id: 'moonshot',
    label: 'Moonshot (Kimi)',
    apiBase: 'https://api.moonshot.cn/v1',
    models: ['kimi-latest', 'kimi-k2-turbo-preview', 'kimi-k2-thinking'],
    keyUrl: 'https://platform.moonshot.cn/console/api-keys',
  },
  {
    id: 'qwen',
    label: 'Qwen (DashScope)',
    apiBase: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
    models: ['qwen3-max', 'qwen-plus', 'qwen-flash'],
    keyUrl: 'https://bailian.console.aliyun.com/?tab=model#/api-key',
  },
  {
    id: 'zhipu',
    label: 'Zhipu (GLM)',
    apiBase: 'https://open.bigmodel.cn/api/paas/v4',
    models: ['glm-4.6', 'glm-4.5-air', 'glm-4.5-flash'],
    keyUrl: 'https://open.bigmodel.cn/usercenter/apikeys',
  },
  {
    id: 'siliconflow',
    label: 'SiliconFlow',
    apiBase: 'https://api.siliconflow.cn/v1',
    models: ['deepseek-ai/DeepSeek-V3.1', 'Qwen/Qwen3-32B', 'zai-org/GLM-4.6'],
    keyUrl: 'https://cloud.siliconflow.cn/account/ak',
  },
  {
    id: 'openrouter',
    label: 'OpenRouter',
    apiBase: 'https://openrouter.ai/api/v1',
    models: ['openai/gpt-5', 'anthropic/claude-sonnet-4.5', 'google/gemini-2.5-pro'],
    keyUrl: 'https://openrouter.ai/settings/keys',
  },
  {
    id: 'groq',
    label: 'Groq',
    apiBase: 'https://api.groq.com/openai/v1',
    models: ['llama-3.3-70b-versatile', 'openai/gpt-oss-120b'],
    keyUrl: 'https://console.groq.com/keys',
  },
  {
    id: 'mistral',
    label: 'Mistral',
    apiBase: 'https://api.mistral.ai/v1',
    models: ['mistral-large-latest', 'mistral-medium-latest', 'codestral-latest'],
    keyUrl: 'https://console.mistral.ai/api-keys',
  },
  {
    id: 'azure',
    label: 'Azure OpenAI',
    apiBase: 'https://my-resource.openai.azure.com/openai/v1',
    models: [],
    keyUrl: 'https://portal.azure.com',
  },
  {
    id: 'ollama',
    label: 'Ollama',
    apiBase: 'http://127.0.0.1:11434/v1',
    models: ['llama3.3', 'qwen3', 'gemma3'],
    isLocal: true,
  },
  {
    id: 'lmstudio',
    label: 'LM Studio',
    apiBase: 'http://127.0.0.1:1234/v1',
    models: [],
    isLocal: true,
  },
  { id: 'vllm', label: 'vLLM', apiBase: 'http://127.0.0.1:8000/v1', models: [], isLocal: true },
]

export function findPreset(provider: string): ProviderPreset | undefined {
  return providerPresets.find((preset) => preset.id === provider)
}
