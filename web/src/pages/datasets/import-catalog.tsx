import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/error.ts'
import { useImportCatalog } from '../../api/catalog.ts'
import { Problem } from '../../parts/problem.tsx'

/** Takes the catalogue of another space in: its entries are found here, its data stays there. */
export function ImportCatalogDialog({
  open,
  onClose,
}: {
  readonly open: boolean
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const take = useImportCatalog()
  const [text, setText] = useState('')
  const [sourceUrl, setSourceUrl] = useState('')
  const [broken, setBroken] = useState(false)
  const close = () => {
    setText('')
    setBroken(false)
    take.reset()
    onClose()
  }
  const start = () => {
    try {
      const document: unknown = JSON.parse(text)
      setBroken(false)
      take.mutate({ document, sourceUrl: sourceUrl.trim() })
    } catch {
      setBroken(true)
    }
  }
  return (
    <Modal
      open={open}
      title={t('catalogue.import')}
      okText={t(take.data ? 'catalogue.done' : 'catalogue.take')}
      cancelText={t('common.cancel')}
      confirmLoading={take.isPending}
      okButtonProps={{ disabled: text.trim() === '' }}
      onCancel={close}
      onOk={() => (take.data ? close() : start())}
      destroyOnHidden
    >
      <div className="stack">
        <p className="muted">{t('catalogue.importAbout')}</p>
        <label className="stack tight">
          {t('catalogue.sourceUrl')}
          <Input type="url" value={sourceUrl} onChange={(event) => setSourceUrl(event.target.value)} />
        </label>
        <label className="stack tight">
          {t('catalogue.document')}
          <Input.TextArea
            className="mono"
            rows={10}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <input
          type="file"
          accept=".jsonld,.json,application/ld+json"
          aria-label={t('catalogue.chooseFile')}
          onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
        />
        {broken && (
          <div className="why" role="alert">
            {t('catalogue.notJson')}
          </div>
        )}
        {take.error ? <ImportProblem error={take.error} /> : null}
        {take.data && (
          <div className="why ok" role="status">
            {t('catalogue.imported', { ...take.data })}
          </div>
        )}
      </div>
    </Modal>
  )
}

interface Place {
  readonly pointer: string
  readonly why: string
}

/** The sentence, and below it each place of the document that does not fit. */
function ImportProblem({ error }: { readonly error: unknown }) {
  const detail = error instanceof ApiError ? (error.detail as { problems?: Place[] } | undefined) : undefined
  return (
    <>
      <Problem error={error} />
      {detail?.problems && (
        <ul className="items">
          {detail.problems.map((place) => (
            <li key={`${place.pointer} ${place.why}`}>
              <code>{place.pointer || '/'}</code>
              <span>{place.why}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
