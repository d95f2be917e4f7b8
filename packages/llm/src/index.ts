export * from './chat-request.ts'
export * from './completion.ts'
export * from './llm-error.ts'
