export interface TemplateRow {
  id: string
  name: string
  content: string
  createdAt: string
  updatedAt: string
}

export interface TemplateValues {
  name: string
  content: string
}
