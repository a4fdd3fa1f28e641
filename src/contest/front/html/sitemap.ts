import { addressOf, PAGES } from './site.ts'
import { escaped } from './template.ts'

/** Every page of every announced contest in both languages (sitemaps.org). */
export function sitemapOf(
  origin: string,
  contests: readonly { readonly code: string; readonly changedAt: number }[],
): string {
  const urls = contests.flatMap(({ code, changedAt }) =>
    PAGES.flatMap((page) =>
      (['zh', 'en'] as const).map(
        (tongue) =>
          `<url><loc>${escaped(origin + addressOf(code, tongue, page))}</loc><lastmod>${new Date(changedAt).toISOString()}</lastmod></url>`,
      ),
    ),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join('\n')}
</urlset>
`
}
