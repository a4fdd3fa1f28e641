export const files: Record<string, unknown> = import.meta.glob('./en/*.json', {
  eager: true,
  import: 'default',
})
