/** Why a photo is not taken in or not shown; part of the catalogue in errors.ts. */
export const photoErrors = {
  look_no_photo: {
    status: 409,
    sentence: { de: 'Zu dieser Zustellung gibt es kein Foto.', en: 'There is no photo of this delivery.' },
  },
  look_photo_deleted: {
    status: 409,
    sentence: {
      de: 'Dieses Foto wurde auf Wunsch gelöscht und ist nicht mehr zu sehen.',
      en: 'This photo was deleted on request and can no longer be seen.',
    },
  },
  delivery_not_known_yet: {
    status: 409,
    sentence: {
      de: 'Diese Zustellung ist hier noch nicht bekannt. Bitte senden Sie das Foto später noch einmal.',
      en: 'This delivery is not known here yet. Please send the photo again later.',
    },
  },
  no_photo_here: { status: 409, sentence: { de: 'Kein Foto hier.', en: 'No photo here.' } },
  without_photo: {
    status: 409,
    sentence: { de: 'Zu dieser Zustellung gehört kein Foto.', en: 'No photo belongs to this delivery.' },
  },
  photo_format: {
    status: 415,
    sentence: {
      de: 'Das ist kein Bild in einem Format, das hier angenommen wird. Angenommen werden JPEG, PNG und WebP.',
      en: 'This is no picture in a format that is accepted here. JPEG, PNG and WebP are.',
    },
  },
  photo_unreadable: {
    status: 422,
    sentence: {
      de: 'Dieses Bild ist beschädigt und lässt sich nicht lesen. Bitte machen Sie ein neues.',
      en: 'This picture is damaged and cannot be read. Please take another one.',
    },
  },
  photo_too_many_pixels: {
    status: 422,
    sentence: {
      de: 'Dieses Bild hat zu viele Bildpunkte. Höchstens 50 Millionen sind möglich, als PNG oder WebP 25.',
      en: 'This picture has too many pixels. At most 50 million are possible, 25 as PNG or WebP.',
    },
  },
  photo_of_a_person: {
    status: 422,
    sentence: {
      de: 'Auf dem Bild ist vor allem ein Mensch. Bitte fotografieren Sie nur das Paket.',
      en: 'The picture mostly shows a person. Please photograph the parcel only.',
    },
  },
  photo_damaged: {
    status: 500,
    sentence: {
      de: 'Dieses Foto ist bei uns beschädigt und lässt sich nicht mehr zeigen.',
      en: 'This photo was damaged here and can no longer be shown.',
    },
  },
} as const;
