import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'

const FORMS = ['json', 'tlog-proof'] as const
const NAMES = { json: 'receipt.json', 'tlog-proof': 'tlog-proof' } as const

/** The receipt in the form that people keep, and in the plain C2SP form that other programs read. */
export function EntryReceipt({ leaf }: { readonly leaf: string }) {
  const { t } = useTranslation()
  const address = (form: (typeof FORMS)[number]) => `/api/evidence/entries/${leaf}/receipt?form=${form}`
  return (
    <>
      <a className="anchor primary" href={address('json')} download={`${leaf}.${NAMES.json}`}>
        {t('evidence.receipt')}
      </a>
      <Dropdown
        trigger={['click']}
        menu={{
          items: FORMS.map((form) => ({
            key: form,
            label: (
              <a href={address(form)} download={`${leaf}.${NAMES[form]}`}>
                {t(`explore.form.${form}`)}
              </a>
            ),
          })),
        }}
      >
        <button type="button" className="anchor" aria-label={t('explore.otherForms')}>
          <span aria-hidden="true">⋯</span>
        </button>
      </Dropdown>
    </>
  )
}
