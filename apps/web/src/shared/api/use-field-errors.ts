import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { z } from 'zod'
import { toAppError } from './to-app-error.ts'
import { toRuleText } from './to-rule-text.ts'

/** Which field of a form breaks which rule: by the contract's own schema before sending, by the server's word after. */
export function useFieldErrors() {
  const { t } = useI18n()
  const rules = ref<Record<string, string>>({})

  /** The parsed input, or null with every field's first broken rule kept. */
  function check<Schema extends z.ZodType>(schema: Schema, input: z.input<Schema>): z.output<Schema> | null {
    const parsed = schema.safeParse(input)
    rules.value = {}
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) rules.value[issue.path.join('.')] ??= issue.message
    return null
  }

  /** Takes the fields that the server named; false when it named none. */
  function take(error: unknown): boolean {
    const { fields } = toAppError(error)
    rules.value = { ...fields }
    return fields !== undefined && Object.keys(fields).length > 0
  }

  function textOf(field: string): string | undefined {
    const rule = rules.value[field]
    return rule === undefined ? undefined : toRuleText(rule, t)
  }

  /** Of a field that is a list, too: the first of its entries that breaks a rule tells. */
  function textWithin(field: string): string | undefined {
    const entry = Object.keys(rules.value).find((path) => path === field || path.startsWith(`${field}.`))
    return entry === undefined ? undefined : textOf(entry)
  }

  function clear(field: string): void {
    delete rules.value[field]
  }

  return { rules, check, take, textOf, textWithin, clear }
}
