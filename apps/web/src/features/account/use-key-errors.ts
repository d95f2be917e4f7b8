import { useFieldErrors } from '../../shared/api/use-field-errors.ts'

/** What is wrong with a key's fields. Of a list that is one field the first of its entries that breaks a rule tells. */
export function useKeyErrors() {
  const fields = useFieldErrors()
  function errorOf(field: string): string | undefined {
    const entry = Object.keys(fields.rules.value).find(
      (path) => path === field || path.startsWith(`${field}.`),
    )
    return entry === undefined ? undefined : fields.textOf(entry)
  }
  return { check: fields.check, take: fields.take, errorOf }
}
