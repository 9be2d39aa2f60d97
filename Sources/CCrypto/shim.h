// The functions of one algorithm: those of EVP load OpenSSL's providers and its configuration first, which takes
// longer than to hash a small file. They are marked as deprecated since OpenSSL 3.0, and are there.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
