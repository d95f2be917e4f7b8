import { expect, it } from 'vitest'
import { seesImages } from './sees-images.ts'

it.each([
  ...['gpt-5', 'gpt-5-mini', 'gpt-4.1', 'gpt-4o-2024-08-06', 'chatgpt-4o-latest', 'o1', 'o3', 'o4-mini'],
  ...['claude-sonnet-4-5', 'anthropic/claude-opus-4-1', 'gemini-2.5-flash', 'models/gemini-2.5-pro'],
  ...['gemma3:12b', 'gemma-3-27b-it', 'llama4:scout', 'llava:13b', 'llama3.2-vision', 'pixtral-12b'],
  ...['qwen2.5vl:7b', 'Qwen/Qwen2.5-VL-72B-Instruct', 'qwen-vl-max', 'glm-4.5v', 'grok-4', 'qwen3-omni'],
])('%s probably sees images', (name) => {
  expect(seesImages(name)).toBe(true)
})

it.each([
  ...['', 'gpt-3.5-turbo', 'gpt-4', 'o1-mini', 'o3-mini', 'claude-2.1', 'gemini-embedding-001'],
  ...['deepseek-chat', 'deepseek-reasoner', 'llama3.3:70b', 'qwen3:32b', 'mistral-large-latest'],
  ...['gemma2:9b', 'phi4', 'glm-4.6', 'kimi-k2', 'moonshot-v1-8k', 'demo-quick'],
])('%s is not said to see images', (name) => {
  expect(seesImages(name)).toBe(false)
})
