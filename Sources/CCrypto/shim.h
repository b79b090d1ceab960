#pragma once
// SHA1_Init and friends are deprecated in OpenSSL 3 in favour of a fetched, allocated context. Hashed known_hosts
// lines need HMAC-SHA1 for every line and host, and the state of the two padded keys kept from line to line.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// HMAC-SHA1 with the key's two blocks already hashed.
typedef struct {
    SHA_CTX inner;
    SHA_CTX outer;
} muster_hmac_sha1_key;

/// `length` is at most 64, SHA-1's block; longer keys would have to be hashed first.
static inline void muster_hmac_sha1_prepare(muster_hmac_sha1_key *key, const uint8_t *secret, size_t length) {
    uint8_t block[64];
    memset(block, 0x36, sizeof block);
    for (size_t i = 0; i < length; i++) block[i] ^= secret[i];
    SHA1_Init(&key->inner);
    SHA1_Update(&key->inner, block, sizeof block);
    for (size_t i = 0; i < sizeof block; i++) block[i] ^= 0x36 ^ 0x5c;
    SHA1_Init(&key->outer);
    SHA1_Update(&key->outer, block, sizeof block);
}

static inline void muster_hmac_sha1(
    const muster_hmac_sha1_key *key, const uint8_t *data, size_t length, uint8_t digest[20]) {
    SHA_CTX context = key->inner;
    SHA1_Update(&context, data, length);
    SHA1_Final(digest, &context);
    context = key->outer;
    SHA1_Update(&context, digest, 20);
    SHA1_Final(digest, &context);
}

/// `BIO_new_mem_buf` reads in place; the caller keeps `data` alive until the key is parsed.
///
/// A passphrase is never asked for: the callback answers "none".
static inline int muster_no_passphrase(char *buffer, int size, int writing, void *data) {
    (void)buffer; (void)size; (void)writing; (void)data;
    return -1;
}

static inline EVP_PKEY *muster_pem_private_key(const uint8_t *data, int length) {
    BIO *bio = BIO_new_mem_buf(data, length);
    if (!bio) return NULL;
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, muster_no_passphrase, NULL);
    BIO_free(bio);
    return key;
}

/// A part of a public key as bytes, such as the uncompressed point `pub`; 0 if there is none or it does not fit.
static inline size_t muster_key_octets(const EVP_PKEY *key, const char *name, uint8_t *out, size_t size) {
    size_t length = 0;
    return EVP_PKEY_get_octet_string_param(key, name, out, size, &length) == 1 ? length : 0;
}

/// A part of a public key that is a number, big-endian, without leading zeros.
static inline size_t muster_key_number(const EVP_PKEY *key, const char *name, uint8_t *out, size_t size) {
    BIGNUM *number = NULL;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return 0;
    size_t length = (size_t)BN_num_bytes(number);
    if (length <= size) BN_bn2bin(number, out);
    BN_free(number);
    return length <= size ? length : 0;
}

typedef struct {
    const uint8_t *bytes;
    size_t length;
} muster_number;

/// An RSA key from the numbers of an OpenSSH file, which lacks the two exponents of the Chinese remainder theorem.
static inline EVP_PKEY *muster_rsa_key(const muster_number numbers[6]) {
    // n, e, d, iqmp, p, q as in the file; then d mod p-1 and d mod q-1.
    static const char *const names[8] = {"n", "e", "d", "rsa-coefficient1", "rsa-factor1", "rsa-factor2",
                                         "rsa-exponent1", "rsa-exponent2"};
    BIGNUM *values[8] = {NULL};
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BN_CTX *scratch = BN_CTX_secure_new();
    BIGNUM *less = BN_secure_new();
    int good = maker && builder && scratch && less;
    for (int i = 0; good && i < 8; i++) {
        values[i] = i < 6 ? BN_bin2bn(numbers[i].bytes, (int)numbers[i].length, BN_secure_new()) : BN_secure_new();
        good = values[i] != NULL;
        if (good && i < 6) good = !BN_is_zero(values[i]);
        if (good && i >= 6)
            good = BN_sub(less, values[i - 2], BN_value_one()) && BN_mod(values[i], values[2], less, scratch);
        if (good) good = OSSL_PARAM_BLD_push_BN(builder, names[i], values[i]);
    }
    if (good && (parameters = OSSL_PARAM_BLD_to_param(builder)) && EVP_PKEY_fromdata_init(maker) == 1)
        EVP_PKEY_fromdata(maker, &key, EVP_PKEY_KEYPAIR, parameters);
    OSSL_PARAM_free(parameters);
    for (int i = 0; i < 8; i++) BN_clear_free(values[i]);
    BN_clear_free(less);
    BN_CTX_free(scratch);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(maker);
    return key;
}
