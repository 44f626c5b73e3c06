"""Currencies as other programs' files name them: codes, signs and names."""

from __future__ import annotations

import re

from funnelboard.domain.money import currencies_of
from funnelboard.exchange.folding import squashed

_NAMES = {
    "USD": "us dollar, us dollars, united states dollar, american dollar, dolar, dolares, dolar estadounidense",
    "EUR": "euro, euros, eura, euroa",
    "GBP": "pound, pounds, pound sterling, british pound, british pounds, uk pound, sterling, libra esterlina",
    "JPY": "yen, japanese yen",
    "CNY": "yuan, renminbi, rmb, chinese yuan",
    "INR": "rupee, rupees, indian rupee, indian rupees, rs",
    "CHF": "swiss franc, swiss francs, schweizer franken, franken, francs suisses",
    "SEK": "swedish krona, swedish kronor, svenska kronor, svensk krona, kronor",
    "NOK": "norwegian krone, norwegian kroner, norske kroner, norsk krone",
    "DKK": "danish krone, danish kroner, danske kroner, dansk krone",
    "ISK": "icelandic krona, icelandic kronur",
    "AUD": "australian dollar, australian dollars",
    "CAD": "canadian dollar, canadian dollars",
    "NZD": "new zealand dollar, new zealand dollars",
    "SGD": "singapore dollar, singapore dollars",
    "HKD": "hong kong dollar, hong kong dollars",
    "BRL": "real, reais, brazilian real, real brasileiro",
    "MXN": "mexican peso, mexican pesos, peso mexicano, pesos mexicanos, mxn pesos",
    "ARS": "argentine peso, argentine pesos, peso argentino, pesos argentinos",
    "CLP": "chilean peso, chilean pesos, peso chileno, pesos chilenos",
    "COP": "colombian peso, colombian pesos, peso colombiano, pesos colombianos",
    "UYU": "uruguayan peso, peso uruguayo, pesos uruguayos",
    "PLN": "zloty, polish zloty, zlotys",
    "CZK": "czech koruna, koruna",
    "RUB": "rouble, ruble, roubles, rubles, russian ruble, рубль, рублей, руб",
    "ZAR": "rand, south african rand",
    "TRY": "turkish lira, lira",
}
_BY_NAME = {squashed(name): (code,) for code, names in _NAMES.items() for name in names.split(", ")}

_SHARED = {
    **dict.fromkeys(("dollar", "dollars"), ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD")),
    **dict.fromkeys(("peso", "pesos"), ("MXN", "ARS", "CLP", "COP", "UYU", "DOP", "PHP")),
    **dict.fromkeys(("krone", "kroner", "krona", "kr"), ("SEK", "NOK", "DKK", "ISK")),
    **dict.fromkeys(("franc", "francs"), ("CHF", "XOF", "XAF")),
}

_COUNTRIES = {
    "SEK": "sweden, sverige, schweden, suecia, suede, ruotsi, swe, se",
    "NOK": "norway, norge, norwegen, noruega, norvege, norja, nor, no",
    "DKK": "denmark, danmark, danemark, dinamarca, tanska, dnk, dk",
    "ISK": "iceland, island, islandia, isl, is",
    "USD": "united states, united states of america, usa, us, estados unidos, etats unis",
    "CAD": "canada, can, ca",
    "AUD": "australia, aus, au",
    "NZD": "new zealand, nzl, nz",
    "SGD": "singapore, sgp, sg",
    "HKD": "hong kong, hkg, hk",
    "MXN": "mexico, mex, mx",
    "ARS": "argentina, arg, ar",
    "CLP": "chile, chl, cl",
    "COP": "colombia, col, co",
    "UYU": "uruguay, ury, uy",
    "DOP": "dominican republic, republica dominicana, dom, do",
    "PHP": "philippines, phl, ph",
    "CHF": "switzerland, schweiz, suisse, svizzera, che, ch",
}
_AT = {squashed(name): code for code, names in _COUNTRIES.items() for name in names.split(", ")}

_SIGN = re.compile(r"US\$|R\$|zł|Kč|[$€£¥₹₺₩₴₪]")
_MEANT_OTHERWISE = ("all", "top", "try", "pen", "mad", "cop", "gel", "sos", "ron", "lak", "mop", "bam", "dop")
"""Codes that are words in the name of a column."""


def read_currency(text: str, default: str) -> str | None:
    """The ISO 4217 code that a cell means, or None. What several share means the default where that is one of them."""
    codes = _codes(text)
    return default if default in codes else next(iter(codes), None)


def is_unsure(text: str, default: str) -> bool:
    """Whether a word or sign is that of several currencies, and the default is none of them."""
    codes = _codes(text)
    return len(codes) > 1 and default not in codes


def currency_at(country: str) -> str | None:
    """The currency of a country whose sign others have too; None for every other country."""
    return _AT.get(squashed(country)) if country else None


def split_unit(name: str) -> tuple[str, str]:
    """A column's name without the currency in it, and that currency as it is written there; "" for none."""
    if match := _SIGN.search(name):
        return name[: match.start()] + " " + name[match.end() :], match[0]
    words = re.findall(r"[^\W_]+", name)
    for at in (-1, 0):
        if len(words) > 1 and _is_unit(words[at]):
            rest = words[:at] if at else words[1:]
            if rest[-1].casefold() in ("in", "en", "i", "em"):
                rest = rest[:-1]
            return " ".join(rest), words[at]
    return name, ""


def _codes(text: str) -> tuple[str, ...]:
    word = squashed(text)
    return _SHARED.get(word) or _BY_NAME.get(word) or currencies_of(text.strip())


def _is_unit(word: str) -> bool:
    return bool(_codes(word)) and (word.isupper() or word.casefold() not in _MEANT_OTHERWISE)
