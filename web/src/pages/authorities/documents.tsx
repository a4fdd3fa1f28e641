import { Button } from 'antd'
import { useRef } from 'react'
import { documentAddress, type LinkView, useAddDocument } from '../../api/authority.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Hash, When } from '../../parts/say.tsx'

const ACCEPTED = '.pdf,.png,.jpg,.jpeg'

/** The papers of a link, each with its hash; the grantor adds them. */
export function Documents({ link }: { readonly link: LinkView }) {
  const { t, number } = useFormat()
  const add = useAddDocument(link.id)
  const input = useRef<HTMLInputElement>(null)
  const choose = link.mayDocument && (
    <>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        className="visually-hidden"
        aria-label={t('authority.addDocument')}
        onChange={({ target }) => {
          const file = target.files?.[0]
          if (file) add.mutate(file)
          target.value = ''
        }}
      />
      <Button loading={add.isPending} onClick={() => input.current?.click()}>
        {t('authority.addDocument')}
      </Button>
    </>
  )
  return (
    <Card title={t('authority.documents')} extra={choose}>
      <div className="stack tight">
        {add.error ? <Problem error={add.error} /> : null}
        {link.documents.length === 0 ? (
          <Empty title={t('authority.noDocuments')} hint={t('authority.noDocumentsHint')} />
        ) : (
          <ul className="items">
            {link.documents.map((document) => (
              <li key={document.id}>
                <a className="break" href={documentAddress(link, document.id)} download={document.name}>
                  {document.name}
                </a>
                <span className="faint">
                  {t('authority.kib', { size: number(Math.ceil(document.bytes / 1024)) })} ·{' '}
                  <When at={document.addedAt} /> · <Hash value={document.digest} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  )
}
