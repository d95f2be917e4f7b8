import createPurifier from 'dompurify'

const TAGS =
  'a blockquote body br button code del div em h1 h2 h3 h4 h5 h6 hr li ol p pre s span strong table tbody td th thead tr ul'
const PLAIN_ATTRIBUTES =
  'aria-label aria-pressed class data-language hidden rel role start style tabindex target title type'.split(
    ' ',
  )

const purifier = createPurifier(window)

// markdown-it aligns the cells of a table by style; nothing else may set one.
purifier.addHook('uponSanitizeAttribute', (_node, attribute) => {
  if (attribute.attrName !== 'style') return
  attribute.keepAttr = /^text-align:\s?(left|right|center);?$/.test(attribute.attrValue)
})

/** The last step before an answer becomes part of the page, whatever the steps before let through. */
export function sanitiseHtml(html: string): string {
  return purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS.split(' '),
    ALLOWED_ATTR: [...PLAIN_ATTRIBUTES, 'href'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
    ADD_URI_SAFE_ATTR: PLAIN_ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  })
}
