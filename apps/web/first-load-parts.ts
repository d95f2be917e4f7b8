/** What a person waits for who opens a session: its page within the frame of all pages. */
export const SESSION = ['src/features/layout/AppLayout.vue', 'src/features/board/BoardPage.vue']
/** Comes at the same time: what shows answers as they are meant to look. */
export const MARKDOWN = 'src/shared/markdown/MarkdownText.vue'
/** The texts of a language. Another is as long. */
export const TEXTS = 'src/shared/i18n/locales/en.ts'

export function isPart(moduleId: string | null, part: string): boolean {
  return moduleId?.endsWith(`/${part}`) ?? false
}
