export interface PreferencesRow {
  /** Null: titles are made from the first line. */
  titleModelId: string | null
}
