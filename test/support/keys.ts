/**
 * Private keys for tests and examples. They are published with this repository and protect nothing: never use one for anything else. They are
 * fixed so that the certificates made from them are the same bytes on every machine.
 */

/** PKCS#8, base64 of the DER. */
export const testKeys = {
  p256: [
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxrXIOF2sEbIBCE6sWT6fuwkAaZ18W3DsgweP+njA8WChRANCAASfxiG1IFwkhXJsduxY1BtV",
    "38wqLlkh4aMePYPRFcR5pWVHXify9GNqKLBZbgVwSwAQaGKiJMLnQAmpahp7HBlv",
  ].join(""),
  "p256-other": [
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOj9JzhNOYvTLc7pFepUu8ts1G0oLLMABDRP2YCS+6DGhRANCAATukjCg2R4dQm5olUOaYSJf",
    "uHDr6dkDWvPpSZfOw6uSR1EFocbaDO1xNfmcLczmQW4tGkMKfnj/wtl9di0Uw31l",
  ].join(""),
  p384: [
    "MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDDEg5WnNyu9K9htdVksS1DaP4+Sab+NFgx21I0gF7e1JZnZRJOOhVqBVkFzKaNEIyehZANiAARa",
    "cuva5K4UlFp1Yf/I7FW7QnQCvuiMJIwKxttJLYxEYeATzzNcKg3vYmJWO5da7uSU3XnkPvV60E8MmTwWFZH3H0CcN2VLhysLw8YogSP7bYGBDJchqn5XeYCC",
    "zEpfIt0=",
  ].join(""),
  p521: [
    "MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIAAivaZSHboLa2xCnyIWtJZtQXpN2aDIj/mUcuIK6X1bkhEXr7Zbb+NihqlsyYfhricHYE5i8M",
    "5Dq23sU4hZxmtjehgYkDgYYABAAS7kcL86z60aSHyoVKNrvQGBjjRUfbQZnkwdDXAMFk4uwEVnkDMvx4hsqopSdvy2UGEnxfE4VNeEe63qxbnGQylgEuZmXM",
    "+M220MTDVR7uhkFKoisp4kfWoCCi94GwsHqq9PwF1pP1H2+TA8RDHGr2/dUxmhxDrcgQQEM7lIgmTy6q6w==",
  ].join(""),
  secp256k1: [
    "MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQg6lWiypYXCuI8YI2gNEYUNcYyq6/iJarSJcKzgOcKkxWhRANCAAQg7RuAXWmFee/tLzNXtBgfKTi7",
    "wPacavvOX1CvqbOaiRWfC0kvnsDmzB0iyuhlr0IvP2Y3MePdwwZTjmeWmRPG",
  ].join(""),
  ed25519: "MC4CAQAwBQYDK2VwBCIEIEY5Uw/eovm2ucdGmqI7M0TCCy1c4g33sSBYBCYTAZgi",
  "ed25519-other": "MC4CAQAwBQYDK2VwBCIEILfOOozpBcQQ5bKlw7wRadlZ+3v2tEp+2H/qkgwuq5Wk",
  rsa2048: [
    "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDYBWnZ1uQGj/XV+UT8w/LQiwxrUoYs77IqMUyRZaRMSXR5KTvRzpqAhJQ2SmX52KNW9fEQ",
    "iUF7FYgGGssZ/z0mDUanUdvQIUZPlqs68d2bd3Ck+rgxsZ4A8YELBuYIynFXjd5vlUyWNy4bDJisNSFWmoTK79fwt73bdAkYuaorAn+9BG2w1hqkyAKsQX6X",
    "KEUnTRtCEZyhazKURKCw+pTTJG75CjT7d0y6ejoJ++1WTe1Fn28L0zddFP7YX3IcmKmdClSQePK3A5ImXDPVJsQ3VU0tDce+JloZZz7yn5GBd82NJk4VqVYM",
    "dv8a+Trs1mxEKEzH9/eELpnAVVlbA18VAgMBAAECggEAQ2exB0Wr4jZSdcFxmtODtTnmFqjp8CSc+dhnNWk7UoiLHPFWVpm6kQaNfsFJP6QvF4fngArsET1/",
    "M7RxknuXt4Nl+/ipd7CiUVxIsrxcs1GaJwiKqArtrAqvguLUrYKJylGcykGSY771FoCgNP/hFrZhYDdlsJmM1ujGm933MLLkqch7RJEuTHz3WnAyvLh+nz9n",
    "Ugx2dITJBg6T8mTGs3EYTtN6S9hoYdyNl+0MDQaroFiNWWoLwk4ndsLJWy9/BGeUyuiwv5j/vpOqKisZ89ZzBJPCErlWWR61xsR8IrasfwSvXyX411wjoXyy",
    "zKwXUmfqOAZjoaXCgtmWTOhvkwKBgQDr8A1byM2UVYmBXUfGFbLRIk0StWjL/JGrdKq1klGZSqt7Qe2NfNasXG6yt0gl05WTbhwJ6+EFcXgiuXCL/CRkvK/B",
    "r5o/F4GPPkELGAureC6qAvZLt97Of2G6BEHt9uE1ua5qs9O+t3VgFUXBfcWF6KAiqg52ZmIw78bsyMGJAwKBgQDqY9AeF7lFUrovXnENcH/YfCCRiQm6YTiT",
    "OYUTKTd+XNqTVdHY+6k+H7pghy28exS6+Urm9lqsZfvKpvHzt1MPkSWpRj1nOXWDcngzcB5+dIWzEauw2OAfJAHwsrlDlV6DX9s7NXOR/rWVQy0O3tpEv4ch",
    "UsCA/AfiLnnqq/LgBwKBgAyAxyRzCrnuon/RgqkzoytEBxOTu3773nhYkWdX3q0h8N5ySvVxhSrTJyafYdpnUQjkD+ZSsrUII1arvxQcA423FhVMif8H7ty5",
    "btb4qj2m+8oUqBqxHsSQqYwjB59lst+W/HA5IWJ89GJoHi83zAzhnALaQjPyDwgK3N7VcLQjAoGANGJgZglZT+QAVovd6moFOKXtRXmCIhSOZ2EIm9KvY19v",
    "PlSE1ODR31+J8P7lOuWrKWqD0gCnHTahwpXzJ0wGlUkUSLO5D3PpDpqrwJtDRXHXW8EMRTcDSBJtGJVpEHC2sdffkGkOzkdF3/kmfddSouDHW6w599ncDTHj",
    "743Ed0sCgYB24VGeKuAUCYnWy1+cTawYmZXD3yQfWBMVjgNVZA3CHFySddVc5prY0vzoTnCafwNqyMx5Z9OPgKLfujduXDPtvXb3arx71xX7zC+9CrEAoYis",
    "eW80kPtNcAB3PnhhL/7DGU+3Niq7EfJ8w+v5xIkDk4p152ZpRUOfCggIEXokUQ==",
  ].join(""),
  "rsa2048-other": [
    "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDoIXpDc8bed2/mR64q5ehqyfYNFsiMSexlfSnGIimkDw3S/go5C2pQph9p5mm/pmydXWN5",
    "iFjTbrxVLLX382Z5/aAp1rZOtsBeFLAxMs0wrN9MUd+loKlMXhGXNGoxlzbCK9jdsKUc3+sToOqjfmF07TloHRekDKpwfIYaoqJIyEgexudQgwW4pVAV0VqN",
    "ZeuJbPw891mpDV8Oxc1Yn5ncyod2KW10UMRqwRIyVQ96fFUmKfdHGA3T6272TyZIv5yte5MqSGnLPZpBd8jR0qxuls8BUVgwx2Ve0qKpICzrv1sl/Dd/XkqF",
    "8+tPQnm/9KvBN9VC6KkUTIBF4TFXJ/jZAgMBAAECggEABLveCu8bAKFt6kPO9PgAT+Ezf9vVlirRw9YUGoLK15oo/YMJwVUOw3tHy7iTsoFZ2LG1XB6gNRue",
    "gpwpT9eqYNV/xSqoSB2o+aIxX6d6EMKNwTgwN+f5W+HVOQCsI7vCNZ6ASzEVhOu6Fwnijxf+M8y8rXdeao2Jkkav0246ogJNqIpWvc1UvxD65BIfN1zt/XC1",
    "bsljP+MeHIil1cJ+3hUjVUSExcqEVYRfx4VaCJy7mk9A/o4gUGH6blmEC/L2mv7QYiZbCI7G3AW9Ba+2NcOvw120Mvmy9eJi4ArEaBgk0dZjfoRd2RICW/n3",
    "RJWOs6vnzwebJm5FJOWT37AmaQKBgQD3xjnJ1/jM1PqMpaaxWoYdDuJXGxisECvr1XZIHzh+RNNULAyy2IFllwVzH0GnMIrxLedaNoRJrJ0euPReW/ERzqu0",
    "xOiQmXrI9cc2/RQONu+whBMnriucxs91voZyT9/k96K2tdeK5BSlrO2uVGRFaYffsWTWUDF6I9fcTu8Q7QKBgQDv1k0VyDV0Sbea6qhCcAuByi+vegPUtyuU",
    "C3tQR5wLri8NSS7SfhCpz3qhfSqrbqsl5qpfbH7psdUyZD+Z9f/CVKCtFH8hhO2MSDkh+63gsCeLd+LPXMxBuucpAONjSnTiHstoq6wHqlPXNgvE5eYoPPI8",
    "1emw2wKu8q6t9DOGHQKBgEZUA48hOEObqEpHsprgoPSahvBGhqhAJtdXza0G/5gHnRxlLG2POptFVIyqsI3uH2H5r5NRqhbnYemYgfROkIyHZwF2arSwe8OS",
    "z6ryBsFKIpqtwmoe684iODypiavktB5fk9Xco4OO3bVw8j3rQlLZc3Gw/ng+ZuzOQ7UKypy5AoGBAKQpMRYptbzlAFF/MLBY9OdftwgLIjglMCTjPwKSIVM1",
    "ZGtZnjzhoRI6O5vxipVQ6MDGg/NQ1gWrfVxCle4SHX+sYVZW4zXUQKx2evSxyjAzIr4pzwtUX1LWVYcRXpMF0b88iMoaR2Pvx/dUvPWGzuTX4o6VdKFjJxEM",
    "d1gGAIZZAoGBAIFua3Zl17GkHBLVvbR6djf2pT+U7cPqLxC0KoTsWUJoU9gLptqx2XiEpg5mv0e5FXbFDCLi+XyefsTbXmwykb3ejPB/igqPB/NXTbPAcaf3",
    "Fo1Lo2VSIzCX0hSHq7pAmYmdBJrOQrMRDsEHuVWA2RSVC7uL2Ivjhd0eyn4ECEs1",
  ].join(""),
  rsa4096: [
    "MIIJQQIBADANBgkqhkiG9w0BAQEFAASCCSswggknAgEAAoICAQCoMqsVbLAZDnZkCy7qybD9nCL1YvfJyWyMtxlL4Im9FTcFBfJWzbEjf6I9pxbqs6d2+Fw8",
    "44AoxUlT/nql1MQiuqP/wGT98wRb1wz1deD6NrwplUrtjmbk5MMjWA39U/8zRU5CBF/QnCOOycqzvvr2qt6ghdbr6iTLzQw7BfDoCmOq3/2ePwjfTzujy0Dd",
    "TCFjdvzcDFWPpxvJGNMBr/6NUJw4uUZocqdrPBQmJEiiVzr/yUGhUzDb6vKuifhy/iBMxH/Dt8sDLxiDOADXfuOduuAOj7/iskm6hDmAUPkDNCqRGCW6k53F",
    "f/wiesL9NYkrSajXiSm5CsjB3sKkQCqPGuJid11rcIr1FtFvJpDFpQ/dqQRlOHtffrMKRf6jirr8a3JEd7ibKBflnrYYEqcn4mJ7sK+kp4xkcYos6IPswAV9",
    "ouup/Yl2DJXZWtb1WBwe5TIadU9qvjGkdmebtIB1cvDN3j2zLTEIKxLr320URst9XmXNz4yjy5Lw9+WuzRdgKrBd/CK9nBmmw2g5Blj3TblS6V6ROUOJUgGO",
    "XKArcWDw6T10I1mnDVx5CI2G1WniOSgC2R7uNynynxNF4C7bccXTdOBArhTBFd0ZtwBP+71YVafliJ+5Uwwo1TCaD9+YzdxrHEzMsVEFfepd7S8xc5pIlqBf",
    "dgyjqVyqJJdQ0wIDAQABAoICAA53UfJlLbDwZuUfdrXBpEciGOBrPNqOSDEpRYC0KCr3pyReDypa3vbDPhLFZMz82wgtcwMKbtxfoEXo582MqVQ/VZmXVFhP",
    "Gjt35hwHOzlQYD1g7/FskC1bMeyMem+LIn9Bx7azDGnM9A+OckoK8/TBKQw8I3CY68WnguGUsKD61V898pQCSElEiRTP7dB0TfukoTmfyfNLMRjKDMpJXVn0",
    "HYUqnwNrhDpOqYD6TLdbTBS+nE/VItxw4aLg9POW9CcGHRYzn/J/KEGPUITR2578rDnN/US9hsygg+Px+U8tCAUAqaxy9vY+L4ZO2EE4GIfjk76UUN7vlLXj",
    "HdeyOR0ZmQvdk3n3tPkJvQFmxGwrGAm2oUHbIzrHKXNfUq0x5tM2ygZtH/LdbktFrWLNvYl/OH2ifVdgek9A5G8gpWMhI+rekKDa4jEDKHMCzwZ6+wxQF0n0",
    "T0qgKn7s4+CYoXVwII/U737G73wcd+Q85E4DsKqXhA2bhGj5fMvqdHPxxwbkPjAmEdg4I83AiFK4Yo2+kKplfrAuEZYLI3gNoWku98E4tm+qM7rGbE8rkAcc",
    "wkpESbfqI/jLfdO7AaBiUymuuFbvbGDy75xaIjQICqJvZyP0JS1F/k0CzLxAp1ZgpVUvEtrNgNG53ZnPbGsFFk/hL37RuzGTURydAajXrnk5AoIBAQDdgQ1r",
    "jpZXW0aI4syZPBnLN8ObNtEghs/qLhydUoNKnuYRENhms5RtFzygMqE7ZvqPsllB004flCEsDTYNoAxbSKNhNPRZKGe25iD8mAWAdN4UVXEY+dpnNrwnFUfI",
    "vw/fPsKt+pIMJ1hQIIXhDr8cjJBPOJA8zh8LA+6agsKwu+qXiSkwfHUkyXZacjoBtNXBlqbFiS0tDtqfTL9xTa7JSYNdeUUx7u9Rv5dnZqOdoSB+f35P6lgM",
    "BuMBcyFyyR8uGzmD5uWFc8nXqXtQUatfRzZrN0aG3LKgyD7i87L938SJwD8gnHXSHOXoYTf2zQXOMc0FgzvdUIeUMA/P/SstAoIBAQDCZGZJGyCQlRVWkPpT",
    "uzMW+crHeuDlDCw1CET/cdmb7w4hwJbTIoxQLr69yoClL2g/4G3MtmAFw1rFNQWqpHvlpgHUaFq9EOF5QSqbyz7ZrqSVJaLiW+qG8crl7P0M8/9vCNab3log",
    "ZjDqZdOa1+IT0vcK+BG6gsyuDo84Wrz0/Z+qHyZJWzQ4PIc7ny7Pf9YtIXmjN3GVg2wOUTeevtffvWI+N8yO2ieuEMTSjp4cf0517JbazGk2IIHuD9MBULvq",
    "Vp84cmUU7bL5V3th2McgchehHwOimGNX57kfe7RW+8InPa+5Ect2teCpZBXvM5eEaLD+pqrV73Y7IX3UQ+v/AoIBAGE1FoeiPrY9l1nRdoq1BnjZkx1V1Dcb",
    "Ermp3OLp6DZiP4MzylRf8P5jGTcQoRNpoQJY+bTan8lZ/6jOb29RUrroyNKLI8TQ55srqURRDvEN2LxBtu2IEOIE8lOQkj02JCgL6fHiKh/tUGNxsm9PQm2r",
    "/lTV9O7KYnM6GYdzZS+ceFpiVlIx/FLVmvwcbvp6uuhHTg8YoVvJzgXk74sw1Uj+2wi1hLliK2LL2w0EzT8LDDCXkP5PUK6OgycKuJ4gR2+7gOUy+n0zkFv1",
    "w+k+vh+FKAuraWccCcRnvLlqy52Ai0cMuGd+YnKAPiFaMO49kZOo5VnK+wWoJqfQ48+aQk0CggEAJYKGEjk/0WZTFb8n7pxCwX412MQnPUtaBGmyFrB7UxGP",
    "4odtExSpipdaivjWVgmNzjWaOlQ+tx35F/ChRUoz9h5QYBI64ByvxVwDwsg3On3umDEI+zDNUni5tCBEvAkhEuXbs3v2XCYb7j7z0/8wSq78qIsxsJGouTVq",
    "AW/Q4l1GP+d+1czZiLh1R9XxjGyYgWDiPdJnAni3kxOs7d7ZfPzoRiUyPaZu3bGyqQaID+uo0ixy94lWC/G94JgBGVHg0NkiJBw+0QkE7gQpdLoFwocBdD+t",
    "zeQl10KJgD+4jshJsJTAoa+DWUbDMSx05xFHfW9OJ/U1Jc7tO3+87galNQKCAQA9fzz4bt0uAVn2r/Yya0hfDHfMTMEQzyZh2lAVVuiK/SJhNav1dQ4vbDBz",
    "4T5n5NE8yQYEtGcwWs7/Ub8Cr73s3MSomwZ1QwXqF1UHTb0we1OLOYoRBUHy5aUgEPgiOsHlFVDazbyu+bbOvqpPX06QdGe+nel/fGsMkdEfNHoMd9Uxg94Q",
    "Z2mu78ogaOhhquszHT/Vep1YRlsULYl8aUiZcXHpsaS/cMz+cb74ZEPAZpm/FTluU65E9nNI4q5zWhKVhx7m96QZ5dx0az8szeESuNu6VFs2ZGB21FCrn90f",
    "sSWW4/W/HKDrunf4X8frfEeU7uVyn02+hw8A6jwcoHhj",
  ].join(""),
  ca: [
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/Wut6b2WRd+97feGqcnIqETcVx+KlDFKhnIVrYPFZF+hRANCAAQTqZOYaw+4lDTKfLCu3jms",
    "0toq9VdTQ7XdxNxnAoBrlVg9VBncseAamkiZfGDNaIbWSjnJRNWmfbDBwqr4qBoB",
  ].join(""),
} as const;

/** `ca` signs; the `-other` ones are for certificates and keys that must not match. */
export type TestKeyName = keyof typeof testKeys;
