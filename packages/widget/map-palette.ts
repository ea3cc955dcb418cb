export type Scheme = 'light' | 'dark';

/** Colours of the map by what they paint; from the look, both schemes. */
export const palettes = {
  light: {
    land: '#F2F1EC',
    farm: '#F4F1E6',
    grass: '#E4EBDB',
    park: '#D9E6CF',
    wood: '#CFDFC6',
    water: '#B9D5E3',
    waterLabel: '#285870',
    building: '#E3DFD6',
    buildingEdge: '#D3CEC3',
    street: '#FFFFFF',
    streetCasing: '#D8D5CB',
    main: '#FFF3D4',
    mainCasing: '#D8C48E',
    path: '#C3C1B7',
    label: '#4A524E',
    halo: '#FFFFFF',
  },
  dark: {
    land: '#1A211F',
    farm: '#1C221E',
    grass: '#1D2823',
    park: '#1F2D26',
    wood: '#1F3028',
    water: '#17384A',
    waterLabel: '#83B3C6',
    building: '#252D2A',
    buildingEdge: '#2D3633',
    street: '#3C4843',
    streetCasing: '#141A18',
    main: '#5E6150',
    mainCasing: '#141A18',
    path: '#37413D',
    label: '#B4BFB9',
    halo: '#141A18',
  },
} as const satisfies Readonly<Record<Scheme, Readonly<Record<string, string>>>>;

export type Palette = (typeof palettes)[Scheme];
