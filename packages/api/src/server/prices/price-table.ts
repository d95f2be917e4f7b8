/** What is known of a model: what people call it, its context window, and what its maker asks for a million tokens. */
export interface KnownModel {
  name: string
  contextWindow: number
  input: string
  output: string
}

/** The models that one provider sells under its own address, in US dollars. */
export interface PriceList {
  /** Whoever else serves a model of this name may ask another price. */
  host: string
  source: string
  /** The day on which the prices were looked up. */
  asOf: string
  models: Record<string, KnownModel>
}

/**
 * Prices to propose, never to bill by: what a model costs is what an administrator saves. Where a price rises with the length
 * of the prompt, this is the lower one. Prices that a provider has announced to end soon are left out.
 */
export const priceLists: readonly PriceList[] = [
  {
    host: 'api.openai.com',
    source: 'https://developers.openai.com/api/docs/pricing',
    asOf: '2026-08-21',
    models: {
      'gpt-5.5': { name: 'GPT-5.5', contextWindow: 1_000_000, input: '5', output: '30' },
      'gpt-5.4': { name: 'GPT-5.4', contextWindow: 1_050_000, input: '2.5', output: '15' },
      'gpt-5.4-mini': { name: 'GPT-5.4 mini', contextWindow: 400_000, input: '0.75', output: '4.5' },
      'gpt-5.4-nano': { name: 'GPT-5.4 nano', contextWindow: 400_000, input: '0.2', output: '1.25' },
      'gpt-5.2': { name: 'GPT-5.2', contextWindow: 400_000, input: '1.75', output: '14' },
      'gpt-5.1': { name: 'GPT-5.1', contextWindow: 400_000, input: '1.25', output: '10' },
      'gpt-5': { name: 'GPT-5', contextWindow: 400_000, input: '1.25', output: '10' },
      'gpt-5-mini': { name: 'GPT-5 mini', contextWindow: 400_000, input: '0.25', output: '2' },
      'gpt-5-nano': { name: 'GPT-5 nano', contextWindow: 400_000, input: '0.05', output: '0.4' },
      'gpt-4.1': { name: 'GPT-4.1', contextWindow: 1_000_000, input: '2', output: '8' },
      'gpt-4.1-mini': { name: 'GPT-4.1 mini', contextWindow: 1_000_000, input: '0.4', output: '1.6' },
      'gpt-4.1-nano': { name: 'GPT-4.1 nano', contextWindow: 1_000_000, input: '0.1', output: '0.4' },
      'gpt-4o': { name: 'GPT-4o', contextWindow: 128_000, input: '2.5', output: '10' },
      'gpt-4o-mini': { name: 'GPT-4o mini', contextWindow: 128_000, input: '0.15', output: '0.6' },
      o3: { name: 'o3', contextWindow: 200_000, input: '2', output: '8' },
      'o4-mini': { name: 'o4-mini', contextWindow: 200_000, input: '1.1', output: '4.4' },
    },
  },
  {
    host: 'api.anthropic.com',
    source: 'https://platform.claude.com/docs/about-claude/models/overview',
    asOf: '2026-10-16',
    models: {
      'claude-fable-5-1': { name: 'Claude Fable 5.1', contextWindow: 1_000_000, input: '10', output: '50' },
      'claude-opus-5-5': { name: 'Claude Opus 5.5', contextWindow: 1_000_000, input: '4', output: '20' },
      'claude-sonnet-5-5': { name: 'Claude Sonnet 5.5', contextWindow: 1_000_000, input: '2', output: '10' },
      'claude-haiku-5-5': { name: 'Claude Haiku 5.5', contextWindow: 1_000_000, input: '0.1', output: '0.5' },
      'claude-opus-5': { name: 'Claude Opus 5', contextWindow: 1_000_000, input: '5', output: '25' },
      'claude-sonnet-5': { name: 'Claude Sonnet 5', contextWindow: 1_000_000, input: '2', output: '10' },
      'claude-opus-4-6': { name: 'Claude Opus 4.6', contextWindow: 1_000_000, input: '5', output: '25' },
      'claude-sonnet-4-6': { name: 'Claude Sonnet 4.6', contextWindow: 1_000_000, input: '3', output: '15' },
      'claude-haiku-4-5': { name: 'Claude Haiku 4.5', contextWindow: 200_000, input: '1', output: '5' },
    },
  },
  {
    host: 'generativelanguage.googleapis.com',
    source: 'https://ai.google.dev/gemini-api/docs/pricing',
    asOf: '2026-10-07',
    models: {
      'gemini-3.5-flash': { name: 'Gemini 3.5 Flash', contextWindow: 1_048_576, input: '1.5', output: '9' },
      'gemini-3.5-flash-lite': {
        name: 'Gemini 3.5 Flash-Lite',
        contextWindow: 1_048_576,
        input: '0.3',
        output: '2.5',
      },
      'gemini-3.1-pro-preview': {
        name: 'Gemini 3.1 Pro (preview)',
        contextWindow: 1_048_576,
        input: '2',
        output: '12',
      },
      'gemini-2.5-pro': { name: 'Gemini 2.5 Pro', contextWindow: 1_048_576, input: '1.25', output: '10' },
      'gemini-2.5-flash': { name: 'Gemini 2.5 Flash', contextWindow: 1_048_576, input: '0.3', output: '2.5' },
      'gemini-2.5-flash-lite': {
        name: 'Gemini 2.5 Flash-Lite',
        contextWindow: 1_048_576,
        input: '0.1',
        output: '0.4',
      },
    },
  },
  {
    host: 'api.x.ai',
    source: 'https://docs.x.ai/docs/models',
    asOf: '2026-08-21',
    models: {
      'grok-4.5': { name: 'Grok 4.5', contextWindow: 500_000, input: '2', output: '6' },
      'grok-4.3': { name: 'Grok 4.3', contextWindow: 1_000_000, input: '1.25', output: '2.5' },
    },
  },
  {
    host: 'api.groq.com',
    source: 'https://groq.com/pricing',
    asOf: '2026-08-21',
    models: {
      'openai/gpt-oss-120b': { name: 'gpt-oss 120B', contextWindow: 131_072, input: '0.15', output: '0.6' },
      'openai/gpt-oss-20b': { name: 'gpt-oss 20B', contextWindow: 131_072, input: '0.075', output: '0.3' },
    },
  },
]
