/** KaTeX looks at this when it is loaded, and happy-dom does not have it. */
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' })
